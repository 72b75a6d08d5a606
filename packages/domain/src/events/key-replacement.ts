import type { CredentialStatus } from "../inventory/credential.ts";
import type { Replacement, SeenChange } from "./event-entry.ts";

/** Whether an access key that was active ends: its deletion after that ends nothing. */
export const endsActiveKey = ({ subject, change, before, after }: Omit<SeenChange, "replacedBy">): boolean =>
  subject === "credential" &&
  after.kind === "access_key" &&
  before?.status === "active" &&
  (change === "removed" || (change === "changed" && after.status !== "active"));

/** An access key of the user whose key ends, as it was when that ended. */
export type OtherKey = { accessKeyId: string | null; createdAt: Date | null; status: CredentialStatus };

/** The newest of a user's active keys that was created after the one that ends; null: it was not rotated. */
export function replacementOf(ended: { createdAt: Date | null }, keys: readonly OtherKey[]): Replacement | null {
  const born = ended.createdAt;
  if (!born) return null;
  return keys.reduce<Replacement | null>((newest, { accessKeyId, createdAt, status }) => {
    const isCandidate = status === "active" && createdAt !== null && createdAt > born;
    return isCandidate && (!newest || createdAt > newest.createdAt) ? { accessKeyId, createdAt } : newest;
  }, null);
}
