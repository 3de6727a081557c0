// Makes the migrations from the schema: `npm run migrations`.
import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./server/store/schema/index.ts",
  out: "./server/store/migrations",
  casing: "snake_case",
});
