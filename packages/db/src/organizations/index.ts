export * from "./organization-members.ts";
export * from "./organization-settings.ts";
export * from "./organizations.ts";
