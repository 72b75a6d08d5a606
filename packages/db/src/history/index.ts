export * from "./changes.ts";
export * from "./changes-list.ts";
