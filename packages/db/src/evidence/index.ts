export * from "./evidence-entries.ts";
