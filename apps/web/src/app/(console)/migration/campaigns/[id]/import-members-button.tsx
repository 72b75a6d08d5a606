"use client";

import { Alert, Button, FileInput, Group, List, Stack, Text } from "@mantine/core";
import { type CampaignImport, ImportCampaignMembersInput } from "@rolecall/domain";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { IconFileUpload } from "@tabler/icons-react";
import { type SubmitEvent, useState } from "react";
import { ActionForm } from "../../../../../rooms/action/action-form.tsx";
import { DialogButton } from "../../../../../rooms/action/dialog-button.tsx";
import { SubmitButton } from "../../../../../rooms/action/submit-button.tsx";
import { type Action, useAction } from "../../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../../trpc/client.tsx";

type Input = { id: string; csv: string };

/** So many refused lines are told of. */
const TOLD = 20;

function Taken({ result, onLeave }: { result: CampaignImport; onLeave: () => void }) {
  const { added, changed, unchanged, refused } = result;
  return (
    <Stack>
      <Text role="status">
        {formatAmount(added, "user")} added, {formatCount(changed)} changed, {formatCount(unchanged)} as before.
      </Text>
      {refused.length > 0 && (
        <Alert color="yellow" title={`${formatAmount(refused.length, "line")} not taken`}>
          <List size="sm" spacing={4}>
            {refused.slice(0, TOLD).map(({ line, reason }) => (
              <List.Item key={line}>
                Line {line}: {reason}
              </List.Item>
            ))}
          </List>
          {refused.length > TOLD && <Text size="sm">and {formatAmount(refused.length - TOLD, "more line")}</Text>}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button onClick={onLeave}>Close</Button>
      </Group>
    </Stack>
  );
}

function ImportForm({ id, take, onLeave }: { id: string; take: Action<Input>; onLeave: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!file) return setWrong("Choose a file");
    const given = ImportCampaignMembersInput.safeParse({ id, csv: await file.text() });
    if (!given.success) return setWrong("The file is too large: 1 MB at most");
    take.run(given.data);
  };
  return (
    <ActionForm onSubmit={submit} problem={take.problem} gap="sm">
      <Text size="sm">
        One line per user, with the columns awsAccountId and userName, and if need be wave and dueOn, as the export has
        them. Users that are not in the file stay.
      </Text>
      <FileInput
        label="CSV file"
        placeholder="Choose a file"
        accept=".csv,text/csv"
        leftSection={<IconFileUpload size={16} aria-hidden />}
        value={file}
        onChange={(chosen) => {
          setFile(chosen);
          setWrong(null);
        }}
        error={wrong}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onLeave}>
          Cancel
        </Button>
        <SubmitButton loading={take.isBusy}>Import</SubmitButton>
      </Group>
    </ActionForm>
  );
}

/** Takes users into the campaign by a file, and tells what became of each line. */
export function ImportMembersButton({ campaignId }: { campaignId: string }) {
  const take = useAction(useTRPC().campaigns.importMembers.mutationOptions());
  const { data } = take;
  return (
    <DialogButton label="Import CSV" title="Import users by CSV" onLeave={take.reset}>
      {(close) =>
        data ? <Taken result={data} onLeave={close} /> : <ImportForm id={campaignId} take={take} onLeave={close} />
      }
    </DialogButton>
  );
}
