import type { Credential } from "@rolecall/domain";
import { AgeText, DateText, Unknown } from "@rolecall/ui";

type LastUseProps = {
  lastUse: Credential["lastUse"];
  lastUsedAt: Date | null;
  /** The bound of a last use before AWS's record of it. */
  lastUsedBefore?: Date | null;
  now: Date;
  /** Replaces "never", where AWS looks back for a limited time only. */
  never?: string;
  /** False: AWS does not report the use of such a thing at all. */
  isTracked?: boolean;
};

/** When something was last used. A time, never, a bound and unknown are four different answers. */
export function LastUse({
  lastUse,
  lastUsedAt,
  lastUsedBefore = null,
  now,
  never = "never",
  isTracked = true,
}: LastUseProps) {
  if (lastUse === "at" && lastUsedAt) return <AgeText at={lastUsedAt} now={now} />;
  if (lastUse === "never") return never;
  if (lastUse === "before_record" && lastUsedBefore)
    return (
      <>
        before <DateText at={lastUsedBefore} />, if ever
      </>
    );
  return (
    <Unknown
      reason={
        isTracked
          ? "AWS did not tell when it was last used: the permission is missing, or AWS does not record it."
          : "AWS does not record the use of this kind of credential."
      }
    />
  );
}
