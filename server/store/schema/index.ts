// Every table, for queries and migrations.
export * from "./access.ts";
export * from "./bank.ts";
export * from "./cards.ts";
export * from "./chain.ts";
export * from "./four-eyes.ts";
export * from "./guardian.ts";
export * from "./marks.ts";
export * from "./office.ts";
export * from "./offline.ts";
export * from "./sums.ts";
export * from "./wallet.ts";
