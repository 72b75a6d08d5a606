"use client";

import { formatAmount } from "@rolecall/ui/format";
import { useTRPCClient } from "../../trpc/client.tsx";
import { DialogButton } from "../action/dialog-button.tsx";
import { useAction } from "../action/use-action.ts";
import { useSelection } from "../selection/selection.tsx";
import { type Given, planInParts } from "./plan-many.ts";
import { PlanManyForm, PlanResult } from "./plan-many-form.tsx";

/** Plans the users that are selected, as is proposed for each. */
export function PlanSelectionButton() {
  const { chosen } = useSelection();
  const client = useTRPCClient();
  const plan = useAction({
    mutationFn: (given: Given) => planInParts(chosen, given, (input) => client.migrations.planMany.mutate(input)),
  });
  const { data } = plan;
  return (
    <DialogButton
      label="Plan"
      title={data ? "Plans" : `Plan ${formatAmount(chosen.length, "user")}`}
      button={{ size: "xs" }}
      onLeave={plan.reset}
    >
      {(close) =>
        data ? (
          <PlanResult result={data} onLeave={close} />
        ) : (
          <PlanManyForm
            action={plan}
            input={(given) => given}
            submit={`Plan ${formatAmount(chosen.length, "user")}`}
            onLeave={close}
          />
        )
      }
    </DialogButton>
  );
}
