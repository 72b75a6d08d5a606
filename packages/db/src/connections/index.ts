export * from "./connections.ts";
