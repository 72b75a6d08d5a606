"use client";

import type { Connection } from "@rolecall/domain";
import { type SubmitEvent, useState } from "react";
import { ActionForm } from "../../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOfCeiling } from "../call-limits.ts";
import { type ScanLimits, ScanLimitsFields } from "../scan-limits-fields.tsx";

type Props = { connection: Pick<Connection, "id" | "scanEveryHours" | "callCeilingPerSecond"> };

/** Sets how often accounts are scanned, and at how many calls per second. */
export function ScanLimitsForm({ connection: { id, scanEveryHours, callCeilingPerSecond } }: Props) {
  const [limits, setLimits] = useState<ScanLimits>({ scanEveryHours, callCeilingPerSecond });
  const update = useAction(useTRPC().connections.update.mutationOptions(), {
    done: { title: "The scans are set", message: "It holds from the next scan on." },
  });
  const ceilingProblem = problemOfCeiling(limits.callCeilingPerSecond);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!ceilingProblem) update.run({ id, ...limits });
  };
  return (
    <ActionForm onSubmit={submit} problem={update.problem}>
      <ScanLimitsFields value={limits} onChange={setLimits} ceilingProblem={ceilingProblem} />
      <SubmitButton variant="default" loading={update.isBusy} style={{ alignSelf: "flex-start" }}>
        Save
      </SubmitButton>
    </ActionForm>
  );
}
