export * from "./account-record.ts";
export * from "./accounts.ts";
