import type { Credential } from "@rolecall/domain";
import { AgeText, Unknown } from "@rolecall/ui";

type LastUseProps = {
  lastUse: Credential["lastUse"];
  lastUsedAt: Date | null;
  now: Date;
  /** Replaces "never", where AWS looks back for a limited time only. */
  never?: string;
  /** False: AWS does not report the use of such a thing at all. */
  isTracked?: boolean;
};

/** When something was last used. A time, never and unknown are three different answers. */
export function LastUse({ lastUse, lastUsedAt, now, never = "never", isTracked = true }: LastUseProps) {
  if (lastUse === "at" && lastUsedAt) return <AgeText at={lastUsedAt} now={now} />;
  if (lastUse === "never") return never;
  return (
    <Unknown
      reason={
        isTracked
          ? "AWS did not tell when it was last used: the permission is missing, or AWS does not track it."
          : "AWS does not track the use of this kind of credential."
      }
    />
  );
}
