export { type Measured, measured } from "./measured.ts";
