export * from "./organization-settings.ts";
export * from "./organizations.ts";
