import type { MigrationStage } from "../../stages/stage.ts";
import { TARGETS } from "../../target/target.ts";
import { slug } from "../languages/names.ts";
import { option, word } from "../languages/shell.ts";
import { commandsOf, inOrder, listCommands } from "./credential-commands.ts";
import { deleteUser } from "./delete-user.ts";
import type { Step, StepInput } from "./step.ts";

const userOption = ({ userName }: StepInput): string => option("--user-name", userName);
/** As the artefact of the format cli is called. */
const applyScript = ({ userName }: StepInput): string => `sh replace-${slug(userName)}.sh`;
const undoScript = (input: StepInput): string => `${applyScript(input)} undo`;
const NOT_READ = "Its credentials could not be read, so that the commands only show them";

/** The step before there is a plan. */
function decide({ target, userName }: StepInput): Step {
  const sentences: Partial<Record<StepInput["target"], string>> = {
    ask_owner: `Ask the owner what ${userName} is for, and choose a target by the answer.`,
    split: `Plan the person and the software that share ${userName} apart.`,
  };
  return {
    sentence: sentences[target] ?? "Accept the target, and name an owner and a due date.",
    commands: [],
    wayBack: { sentence: "Withdraw the plan.", commands: [] },
  };
}

function create(input: StepInput): Step {
  if (TARGETS[input.target].end === "retired") return watch(input);
  return {
    sentence:
      "Make the replacement by one of the artefacts: Terraform, CloudFormation, CDK or AWS CLI. Nothing of the user changes.",
    commands: [applyScript(input)],
    wayBack: {
      sentence: "Undo it by the same artefact. The user still has its keys.",
      commands: [undoScript(input)],
    },
  };
}

const switchOver = ({ roleName }: StepInput): Step => ({
  sentence:
    "Change the client by the files of the format client, and take the key out of its settings in the same release: a key that is still set comes before the role.",
  commands: roleName
    ? ["aws sts get-caller-identity", `aws iam get-role ${option("--role-name", roleName)} --query Role.RoleLastUsed`]
    : ["aws sts get-caller-identity"],
  wayBack: { sentence: "Put the key back into the client's settings. It is still active.", commands: [] },
});

/** What to look at before anything is taken away. Looking changes nothing. */
function watch(input: StepInput): Step {
  const user = userOption(input);
  const keys = input.credentials?.filter(({ kind }) => kind === "access_key") ?? [];
  const services = input.credentials?.some(({ kind }) => kind !== "access_key" && kind !== "console_password") ?? true;
  return {
    sentence:
      "Wait until the keys and the password are quiet for as long as the work's rhythm takes. AWS tells a use up to four hours late, and rounds it to 15 minutes.",
    commands: [
      ...(input.credentials === null ? [`aws iam list-access-keys ${user}`] : []),
      ...keys.map(({ id }) => `aws iam get-access-key-last-used ${option("--access-key-id", id)}`),
      `aws iam get-user ${user} --query User.PasswordLastUsed`,
      `aws cloudtrail lookup-events --lookup-attributes ${word(JSON.stringify([{ AttributeKey: "Username", AttributeValue: input.userName }]))} --max-items 20`,
      ...(services ? [`aws iam list-service-specific-credentials ${user}`] : []),
    ],
    wayBack: { sentence: "Nothing is changed: there is nothing to go back from.", commands: [] },
  };
}

function deactivate(input: StepInput): Step {
  const user = userOption(input);
  if (input.credentials === null) {
    return { sentence: `${NOT_READ}. Deactivate each of them.`, commands: listCommands(user), wayBack: null };
  }
  const active = inOrder(input.credentials).filter(({ status }) => status === "active");
  const commands = active.flatMap((credential) => commandsOf(credential, user)?.deactivate ?? []);
  const back = active.flatMap((credential) => commandsOf(credential, user)?.activate ?? []);
  const hasPassword = active.some(({ kind }) => kind === "console_password");
  const lost = hasPassword
    ? " A console password cannot be turned off, only deleted: that password does not come back."
    : "";
  return {
    sentence: `Deactivate every credential. Sessions that were made from a key before go on for up to 36 hours.${lost}`,
    commands,
    wayBack:
      back.length === 0
        ? null
        : {
            sentence: `Activate them again.${hasPassword ? " The password stays deleted: aws iam create-login-profile gives a new one." : ""}`,
            commands: back,
          },
  };
}

function deleteCredentials(input: StepInput): Step {
  const user = userOption(input);
  if (input.credentials === null) {
    return {
      sentence: `${NOT_READ}. There is no way back from deleting them.`,
      commands: listCommands(user),
      wayBack: null,
    };
  }
  return {
    sentence: "Delete the credentials that have stayed inactive. There is no way back: AWS keeps no secret.",
    commands: inOrder(input.credentials).flatMap((credential) => {
      const found = commandsOf(credential, user);
      return found?.delete ?? found?.deactivate ?? [];
    }),
    wayBack: null,
  };
}

const seeThatItStaysAway = (input: StepInput): Step => ({
  sentence:
    "See for 30 days that nobody makes the user again, nor a new key for this work. NoSuchEntity is the right answer.",
  commands: [`aws iam get-user ${userOption(input)}`],
  wayBack: null,
});

/** A user that is kept by an exception has no further step than its guard. */
const keep = (input: StepInput): Step => ({
  sentence:
    input.target === "break_glass"
      ? "Make the alarm by one of the artefacts, give the user a hardware MFA device, and take its access keys away."
      : "Cut the user's permissions down by one of the artefacts, and set an exception with an end. The client's files show how to do without it.",
  commands: [applyScript(input)],
  wayBack: { sentence: "Undo it by the same artefact.", commands: [undoScript(input)] },
});

const STEPS: Readonly<Record<MigrationStage, ((input: StepInput) => Step) | null>> = {
  identified: decide,
  planned: (input) => (TARGETS[input.target].end === "kept" ? keep(input) : create(input)),
  role_ready: switchOver,
  adopted: watch,
  quiet: deactivate,
  deactivated: deleteCredentials,
  deleted: deleteUser,
  removed: seeThatItStaysAway,
  verified: null,
  retired: null,
  excepted: null,
  blocked: null,
};

/**
 * The next step from each stage; null: there is none. Commands are safe to paste, whatever the names.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
 */
export const stepsOf = (input: StepInput): Record<MigrationStage, Step | null> =>
  Object.fromEntries(Object.entries(STEPS).map(([stage, stepOf]) => [stage, stepOf?.(input) ?? null])) as Record<
    MigrationStage,
    Step | null
  >;
