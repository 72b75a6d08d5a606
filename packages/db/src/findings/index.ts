export * from "./checks.ts";
export * from "./exceptions.ts";
export * from "./exceptions-facts.ts";
export * from "./findings.ts";
export * from "./findings-sources.ts";
