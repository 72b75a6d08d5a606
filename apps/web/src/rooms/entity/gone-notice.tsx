import { DateText, PartialNotice } from "@rolecall/ui";

/** Says that the page shows the last known state of something that was deleted; nothing while it exists. */
export function GoneNotice({ goneAt, noun }: { goneAt: Date | null; noun: string }) {
  if (!goneAt) return null;
  return (
    <PartialNotice tone="info" title={`This ${noun} is deleted`}>
      A scan of <DateText at={goneAt} withTime /> did not find it any more. Below is its last known state.
    </PartialNotice>
  );
}
