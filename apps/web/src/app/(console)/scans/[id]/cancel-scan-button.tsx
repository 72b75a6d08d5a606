"use client";

import { useMutation } from "@tanstack/react-query";
import { ConfirmButton } from "../../../../rooms/action/confirm-button.tsx";
import { useTRPC } from "../../../../trpc/client.tsx";

/** Cancels a scan that waits or runs, after saying what that means. */
export function CancelScanButton({ scanId, meaning }: { scanId: string; meaning: string }) {
  return (
    <ConfirmButton
      label="Cancel the scan"
      title="Cancel this scan?"
      meaning={[meaning]}
      confirm="Cancel it"
      keep="Let it run"
      id={scanId}
      mutation={useMutation(useTRPC().scans.cancel.mutationOptions())}
    />
  );
}
