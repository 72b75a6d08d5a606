"use client";

import { Alert, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Connection } from "@rolecall/domain";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState, useTransition } from "react";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";
import { problemOfCeiling } from "../call-limits.ts";
import { type ScanLimits, ScanLimitsFields } from "../scan-limits-fields.tsx";

/** Changes how often accounts are scanned, and how hard AWS is asked. */
export function ScanLimitsForm({
  connection,
}: {
  connection: Pick<Connection, "id" | "scanEveryHours" | "callCeilingPerSecond">;
}) {
  const { id, scanEveryHours, callCeilingPerSecond } = connection;
  const router = useRouter();
  const [limits, setLimits] = useState<ScanLimits>({ scanEveryHours, callCeilingPerSecond });
  const [refreshing, startTransition] = useTransition();
  const update = useMutation(
    useTRPC().connections.update.mutationOptions({
      onSuccess: () => {
        notifications.show({ title: "The scans are set", message: "It holds from the next scan on." });
        startTransition(() => router.refresh());
      },
    }),
  );
  const ceilingProblem = problemOfCeiling(limits.callCeilingPerSecond);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!ceilingProblem) update.mutate({ id, ...limits });
  };
  return (
    <form method="post" onSubmit={submit} noValidate>
      <Stack gap="md">
        {update.error && (
          <Alert color="red" role="alert">
            {problemOf(update.error).message}
          </Alert>
        )}
        <ScanLimitsFields value={limits} onChange={setLimits} ceilingProblem={ceilingProblem} />
        <SubmitButton variant="default" loading={update.isPending || refreshing} style={{ alignSelf: "flex-start" }}>
          Save
        </SubmitButton>
      </Stack>
    </form>
  );
}
