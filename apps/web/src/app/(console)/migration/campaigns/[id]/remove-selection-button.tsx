"use client";

import { formatAmount } from "@rolecall/ui/format";
import { ConfirmButton } from "../../../../../rooms/action/confirm-button.tsx";
import { useAction } from "../../../../../rooms/action/use-action.ts";
import { useSelection } from "../../../../../rooms/selection/selection.tsx";
import { useTRPC } from "../../../../../trpc/client.tsx";

/** Has the users that are selected leave the campaign, after asking. */
export function RemoveSelectionButton({ campaignId, name }: { campaignId: string; name: string }) {
  const { chosen } = useSelection();
  return (
    <ConfirmButton
      action={useAction(useTRPC().campaigns.removeMembers.mutationOptions())}
      input={{ id: campaignId, userIds: [...chosen] }}
      label="Remove"
      size="xs"
      title={`Remove ${formatAmount(chosen.length, "user")} from ${name}?`}
      meaning={["Their plans and evidence stay. They can be added again from the queue."]}
      confirm="Remove"
      keep="Cancel"
    />
  );
}
