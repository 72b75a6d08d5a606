export * from "./outbox.ts";
export * from "./subscriptions.ts";
