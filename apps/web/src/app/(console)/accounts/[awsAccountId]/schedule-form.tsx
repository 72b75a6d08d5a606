"use client";

import { Group, NativeSelect } from "@mantine/core";
import type { SubmitEvent } from "react";
import { ActionForm } from "../../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { intervalInWords, intervalOptions } from "../../../../rooms/scans/intervals.ts";
import { useTRPC } from "../../../../trpc/client.tsx";

type Props = { awsAccountId: string; scanEveryHours: number | null; ofConnection: number | null };

/** Sets how often the account is scanned: its own interval, or the connection's. */
export function ScheduleForm({ awsAccountId, scanEveryHours, ofConnection }: Props) {
  const update = useAction(useTRPC().accounts.update.mutationOptions(), {
    done: { title: "The schedule is set", message: "The next scan has its new time." },
    failed: "The schedule was not set",
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const chosen = String(new FormData(event.currentTarget).get("scanEveryHours") ?? "");
    update.run({ awsAccountId, scanEveryHours: chosen === "" ? null : Number(chosen) });
  };
  const inherited =
    ofConnection === null ? "As the connection has it" : `As the connection has it: ${intervalInWords(ofConnection)}`;
  return (
    <ActionForm onSubmit={submit} problem={null} key={String(scanEveryHours)}>
      <Group gap="xs" align="flex-end">
        <NativeSelect
          label="Scan this account"
          name="scanEveryHours"
          size="xs"
          defaultValue={scanEveryHours === null ? "" : String(scanEveryHours)}
          data={[{ value: "", label: inherited }, ...intervalOptions(scanEveryHours)]}
        />
        <SubmitButton size="xs" variant="default" loading={update.isBusy}>
          Set
        </SubmitButton>
      </Group>
    </ActionForm>
  );
}
