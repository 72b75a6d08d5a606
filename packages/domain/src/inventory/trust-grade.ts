import { z } from "zod";

/** Worst first. `unknown`: the trust policy could not be read or is not JSON, which is never fine. */
export const TrustGrade = z.enum(["critical", "weak", "ok", "unknown"]);
export type TrustGrade = z.infer<typeof TrustGrade>;

/** What a principal may do in its account, most first. `unknown`: policies of it could not be read. */
export const Power = z.enum(["admin", "escalation", "write", "read", "none", "unknown"]);
export type Power = z.infer<typeof Power>;
