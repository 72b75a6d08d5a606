export * from "./change-actors.ts";
