export * from "./account-record.ts";
export * from "./accounts.ts";
export * from "./connected-accounts.ts";
