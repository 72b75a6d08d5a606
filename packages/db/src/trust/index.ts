export * from "./chain-roles.ts";
export * from "./mapped-outsiders.ts";
export type { MapOf } from "./mapped-roles.ts";
export * from "./role-ways.ts";
export * from "./trust-map.ts";
