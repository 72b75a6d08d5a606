"use client";

import type { Campaign } from "@rolecall/domain";
import { ConfirmButton } from "../../../../../rooms/action/confirm-button.tsx";
import { useAction } from "../../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../../trpc/client.tsx";

/** Ends a campaign, after asking. */
export function EndCampaignButton({ campaign: { id, name } }: { campaign: Pick<Campaign, "id" | "name"> }) {
  return (
    <ConfirmButton
      action={useAction(useTRPC().campaigns.end.mutationOptions())}
      input={{ id }}
      label="End campaign"
      title={`End ${name}?`}
      meaning={[
        "Its users, plans and evidence stay on record, and plans go on. Nobody can join or leave it any more.",
        "A campaign that has ended cannot be opened again.",
      ]}
      confirm="End campaign"
    />
  );
}
