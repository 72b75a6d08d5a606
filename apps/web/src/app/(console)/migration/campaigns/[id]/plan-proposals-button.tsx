"use client";

import { NativeSelect } from "@mantine/core";
import { Confidence, type PlannedMigrations } from "@rolecall/domain";
import { useState } from "react";
import { DialogButton } from "../../../../../rooms/action/dialog-button.tsx";
import { useAction } from "../../../../../rooms/action/use-action.ts";
import { CONFIDENCE } from "../../../../../rooms/migration/migration-labels.ts";
import { type Given, planInParts } from "../../../../../rooms/migration/plan-many.ts";
import { PlanManyForm, PlanResult } from "../../../../../rooms/migration/plan-many-form.tsx";
import { useTRPCClient } from "../../../../../trpc/client.tsx";

const PAGE = 200;

function usePlanProposals(campaignId: string) {
  const client = useTRPCClient();
  const idsOf = async (confidence: Confidence): Promise<string[]> => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const asked = { campaignId, confidence, stage: "identified" as const, cursor, limit: PAGE };
      const { items, nextCursor } = await client.migrations.list.query(asked);
      ids.push(
        ...items.filter(({ target }) => target !== "ask_owner" && target !== "split").map(({ userId }) => userId),
      );
      cursor = nextCursor ?? undefined;
    } while (cursor);
    return ids;
  };
  return useAction({
    mutationFn: async ({ confidence, ...given }: Given & { confidence: Confidence }): Promise<PlannedMigrations> =>
      planInParts(await idsOf(confidence), given, (input) => client.migrations.planMany.mutate(input)),
  });
}

/** Plans all users of a campaign whose proposal is of one confidence, and which nobody has planned. */
export function PlanProposalsButton({ campaignId }: { campaignId: string }) {
  const [confidence, setConfidence] = useState<Confidence>("high");
  const plan = usePlanProposals(campaignId);
  const { data } = plan;
  return (
    <DialogButton label="Plan proposals" title="Plan all proposals of a confidence" onLeave={plan.reset}>
      {(close) =>
        data ? (
          <PlanResult result={data} onLeave={close} />
        ) : (
          <PlanManyForm action={plan} input={(given) => ({ ...given, confidence })} submit="Plan them" onLeave={close}>
            <NativeSelect
              label="Confidence of the proposal"
              description="Questions to the owner are left out: somebody has to decide them first"
              data={Confidence.options.map((value) => ({ value, label: CONFIDENCE[value].label }))}
              value={confidence}
              onChange={(event) => setConfidence(Confidence.parse(event.currentTarget.value))}
            />
          </PlanManyForm>
        )
      }
    </DialogButton>
  );
}
