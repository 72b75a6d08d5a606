export * from "./trust-map.ts";
