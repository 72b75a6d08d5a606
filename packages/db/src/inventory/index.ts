export * from "./activity.ts";
export * from "./activity-read.ts";
export * from "./entities.ts";
export * from "./inventory.ts";
export * from "./inventory-attachments.ts";
export { CREDENTIAL_SOURCES, ENTITY_SOURCES } from "./inventory-sources.ts";
