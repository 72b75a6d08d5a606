"use client";

import { Group, NativeSelect } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useTransition } from "react";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { intervalInWords, intervalOptions } from "../../../../rooms/scans/intervals.ts";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";

type Props = { awsAccountId: string; scanEveryHours: number | null; ofConnection: number | null };

/** Sets how often the account is scanned: its own interval, or the connection's. */
export function ScheduleForm({ awsAccountId, scanEveryHours, ofConnection }: Props) {
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  const update = useMutation(
    useTRPC().accounts.update.mutationOptions({
      onSuccess: () => {
        notifications.show({ title: "The schedule is set", message: "The next scan has its new time." });
        startTransition(() => router.refresh());
      },
      onError: (error) =>
        notifications.show({ color: "red", title: "The schedule was not set", message: problemOf(error).message }),
    }),
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const chosen = String(new FormData(event.currentTarget).get("scanEveryHours") ?? "");
    update.mutate({ awsAccountId, scanEveryHours: chosen === "" ? null : Number(chosen) });
  };
  const inherited =
    ofConnection === null ? "As the connection has it" : `As the connection has it: ${intervalInWords(ofConnection)}`;
  return (
    <form method="post" onSubmit={submit} key={String(scanEveryHours)}>
      <Group gap="xs" align="flex-end">
        <NativeSelect
          label="Scan this account"
          name="scanEveryHours"
          size="xs"
          defaultValue={scanEveryHours === null ? "" : String(scanEveryHours)}
          data={[{ value: "", label: inherited }, ...intervalOptions(scanEveryHours)]}
        />
        <SubmitButton size="xs" variant="default" loading={update.isPending || refreshing}>
          Set
        </SubmitButton>
      </Group>
    </form>
  );
}
