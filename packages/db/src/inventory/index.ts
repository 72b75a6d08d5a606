export * from "./activity.ts";
export * from "./activity-read.ts";
export * from "./entities.ts";
export * from "./inventory.ts";
export * from "./inventory-attachments.ts";
