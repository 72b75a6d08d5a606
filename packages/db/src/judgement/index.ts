export * from "./judgement.ts";
export * from "./judgement-context.ts";
export * from "./judgement-findings.ts";
export * from "./judgement-inventory.ts";
export * from "./judgement-marks.ts";
export * from "./judgement-series.ts";
