export * from "./held-account.ts";
export * from "./known-users.ts";
export * from "./landed-scan.ts";
export * from "./landing.ts";
