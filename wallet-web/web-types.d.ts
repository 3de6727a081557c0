// What the bundler understands and TypeScript has to be told of.
declare module "*.css";
declare module "#theme.css";
