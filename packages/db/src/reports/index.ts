export * from "./deliveries.ts";
export * from "./outbox.ts";
export * from "./schedules.ts";
export * from "./subscriptions.ts";
