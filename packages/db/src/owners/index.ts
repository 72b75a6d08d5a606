export * from "./owner-assignments.ts";
export * from "./owner-rules.ts";
export * from "./owner-standings.ts";
export * from "./user-owners.ts";
