import type { ReactNode } from "react";
import { AddToCampaignButton } from "../../../rooms/migration/add-to-campaign-button.tsx";
import { PlanSelectionButton } from "../../../rooms/migration/plan-selection-button.tsx";
import { readOpenCampaigns } from "../../../rooms/migration/read-campaigns.ts";
import { SelectionProvider } from "../../../rooms/selection/selection.tsx";
import { SelectionBar } from "../../../rooms/selection/selection-bar.tsx";

/** The table of the queue, whose users can be chosen to be planned or to go into a campaign. */
export async function QueueSelection({ ids, children }: { ids: readonly string[]; children: ReactNode }) {
  const campaigns = await readOpenCampaigns();
  return (
    <SelectionProvider ids={ids}>
      <SelectionBar ids={ids} noun={["user", "users"]} purpose="to plan or group them">
        <AddToCampaignButton campaigns={campaigns} />
        <PlanSelectionButton />
      </SelectionBar>
      {children}
    </SelectionProvider>
  );
}
