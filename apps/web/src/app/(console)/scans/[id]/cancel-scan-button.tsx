"use client";

import { ConfirmButton } from "../../../../rooms/action/confirm-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";

/** Cancels a scan that waits or runs, after saying what that means. */
export function CancelScanButton({ scanId, meaning }: { scanId: string; meaning: string }) {
  return (
    <ConfirmButton
      action={useAction(useTRPC().scans.cancel.mutationOptions())}
      input={{ id: scanId }}
      label="Cancel the scan"
      title="Cancel this scan?"
      meaning={[meaning]}
      confirm="Cancel it"
      keep="Let it run"
    />
  );
}
