"use client";

import { Button, Group, MultiSelect, SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import type { OwnerRuleView } from "@rolecall/domain";
import { ActionForm } from "../../../rooms/action/action-form.tsx";
import { DialogButton } from "../../../rooms/action/dialog-button.tsx";
import { SubmitButton } from "../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../trpc/client.tsx";
import { RulePreview } from "./rule-preview.tsx";
import { type AccountOption, type RuleValues, ruleInput, ruleProblems, valuesOf } from "./rule-values.ts";

type Form = UseFormReturnType<RuleValues>;
type RuleProps = { rule: OwnerRuleView | null; accounts: readonly AccountOption[] };

function AccountsField({ form, accounts }: { form: Form; accounts: readonly AccountOption[] }) {
  const input = form.getInputProps("awsAccountIds");
  if (accounts.length === 0)
    return <TagsInput label="Accounts" placeholder="12-digit account id" acceptValueOnBlur {...input} />;
  return <MultiSelect label="Accounts" data={[...accounts]} searchable limit={100} {...input} />;
}

/** The conditions of a rule, and whom it names. An empty field is no condition. */
function RuleFields({ form, accounts }: { form: Form; accounts: readonly AccountOption[] }) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          label="User name"
          description="* is any text, ? one character"
          placeholder="svc-*"
          maxLength={64}
          data-autofocus
          {...form.getInputProps("userName")}
        />
        <TextInput
          label="Path"
          description="All users under it"
          placeholder="/ci/"
          maxLength={512}
          {...form.getInputProps("pathPrefix")}
        />
        <TextInput label="Tag key" maxLength={128} {...form.getInputProps("tagKey")} />
        <TextInput label="Tag value" placeholder="Any value" maxLength={256} {...form.getInputProps("tagValue")} />
      </SimpleGrid>
      <AccountsField form={form} accounts={accounts} />
      <TextInput label="Owner" description="A person or a team" maxLength={256} {...form.getInputProps("owner")} />
    </>
  );
}

/** Sets a rule, new or in the place of what it was. */
function useSaveRule(rule: OwnerRuleView | null) {
  const api = useTRPC();
  const done = { title: "Rule saved", message: "Users get their owners within a minute." };
  const create = useAction(api.ownerRules.create.mutationOptions(), { done });
  const update = useAction(api.ownerRules.update.mutationOptions(), { done });
  const { isBusy, problem } = rule ? update : create;
  const run = (values: RuleValues, callbacks: Parameters<typeof create.run>[1]) =>
    rule ? update.run({ id: rule.id, ...ruleInput(values) }, callbacks) : create.run(ruleInput(values), callbacks);
  return { run, isBusy, problem };
}

function RuleForm({ rule, accounts, onLeave }: RuleProps & { onLeave: () => void }) {
  const preview = useAction(useTRPC().ownerRules.preview.mutationOptions(), { keepsPage: true });
  const form = useForm<RuleValues>({
    initialValues: valuesOf(rule),
    validate: ruleProblems,
    // What was previewed is not what would be set any more.
    onValuesChange: preview.reset,
  });
  const save = useSaveRule(rule);
  const submit = form.onSubmit((values) =>
    save.run(values, { onDone: onLeave, onRefused: ({ fields }) => form.setErrors(fields) }),
  );
  const look = () => {
    if (form.validate().hasErrors) return;
    preview.run({ ...ruleInput(form.getValues()), ...(rule ? { id: rule.id } : {}) });
  };
  return (
    <ActionForm onSubmit={submit} problem={save.problem ?? preview.problem} gap="sm">
      <RuleFields form={form} accounts={accounts} />
      {preview.data && <RulePreview preview={preview.data} owner={form.getValues().owner} />}
      <Group justify="flex-end">
        <Button variant="default" mr="auto" onClick={look} loading={preview.isBusy}>
          Preview
        </Button>
        <Button variant="default" onClick={onLeave}>
          Cancel
        </Button>
        <SubmitButton loading={save.isBusy}>{rule ? "Save rule" : "Create rule"}</SubmitButton>
      </Group>
    </ActionForm>
  );
}

/** Opens the form of a rule. */
export function RuleButton({ rule, accounts }: RuleProps) {
  return (
    <DialogButton
      label={rule ? "Edit" : "Create rule"}
      title={rule ? `Edit rule ${rule.number}` : "Create an owner rule"}
      button={rule ? { size: "xs", "aria-label": `Edit rule ${rule.number}` } : { size: "sm" }}
      dialog={{ size: "lg" }}
    >
      {(close) => <RuleForm rule={rule} accounts={accounts} onLeave={close} />}
    </DialogButton>
  );
}
