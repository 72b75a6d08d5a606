"use client";

import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { formatAmount } from "@rolecall/ui/format";
import { useTRPCClient } from "../../trpc/client.tsx";
import { ActionForm } from "../action/action-form.tsx";
import { DialogButton } from "../action/dialog-button.tsx";
import { SubmitButton } from "../action/submit-button.tsx";
import { useAction } from "../action/use-action.ts";
import { useSelection } from "../selection/selection.tsx";

export type CampaignOption = { value: string; label: string };
const NEW = "new";
type Values = { campaignId: string; name: string };

function CampaignForm({ campaigns, onLeave }: { campaigns: readonly CampaignOption[]; onLeave: () => void }) {
  const { chosen, choose } = useSelection();
  const client = useTRPCClient();
  const add = useAction(
    {
      mutationFn: async ({ campaignId, name }: Values) => {
        const id = campaignId === NEW ? (await client.campaigns.create.mutate({ name })).id : campaignId;
        return client.campaigns.addMembers.mutate({ id, userIds: [...chosen] });
      },
    },
    {
      done: ({ name, members }) => ({ title: `Added to ${name}`, message: `${formatAmount(members, "user")} in it.` }),
    },
  );
  const form = useForm<Values>({
    initialValues: { campaignId: campaigns[0]?.value ?? NEW, name: "" },
    validate: {
      name: (name, { campaignId }) => (campaignId === NEW && name.trim() === "" ? "Name the campaign" : null),
    },
  });
  const leave = () => {
    choose(chosen, false);
    onLeave();
  };
  const submit = form.onSubmit((values) =>
    add.run(values, { onDone: leave, onRefused: ({ fields }) => form.setErrors(fields) }),
  );
  return (
    <ActionForm onSubmit={submit} problem={form.errors.name ? null : add.problem} gap="sm">
      <NativeSelect
        label="Campaign"
        description="A user is in one campaign at a time: it leaves the one it was in"
        data={[...campaigns, { value: NEW, label: "New campaign" }]}
        data-autofocus
        {...form.getInputProps("campaignId")}
      />
      {form.values.campaignId === NEW && (
        <TextInput label="Name of the new campaign" maxLength={100} {...form.getInputProps("name")} />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onLeave}>
          Cancel
        </Button>
        <SubmitButton loading={add.isBusy}>Add {formatAmount(chosen.length, "user")}</SubmitButton>
      </Group>
    </ActionForm>
  );
}

/** Takes the users that are selected into a campaign. */
export function AddToCampaignButton({ campaigns }: { campaigns: readonly CampaignOption[] }) {
  return (
    <DialogButton label="Add to campaign" title="Add to a campaign" button={{ size: "xs" }}>
      {(close) => <CampaignForm campaigns={campaigns} onLeave={close} />}
    </DialogButton>
  );
}
