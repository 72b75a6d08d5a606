/**
 * How far the resources of a statement must reach for an action to count. `own`: whatever it names, the caller itself included.
 * `specific`: something besides what belongs to the caller (`${aws:username}`). `all`: everything of that type in the account.
 */
export type Reach = "own" | "specific" | "all";

/** An action that a policy is asked about. */
export type Probe = {
  action: string;
  /** The type of resource that it is about, as it begins an ARN's last part. */
  resourceType: string;
  reach: Reach;
  /** Of iam:PassRole: the service that the role is passed to. */
  passedTo?: string;
};

/** A way to become an administrator of the account, or to take on rights that nobody gave: all of its actions are needed. */
export type Escalation = { needs: readonly string[]; toWhat: string };

/**
 * Ways that are one action. What changes policies, and who may become a role, counts for whichever of them it names: those who hold
 * it are not known here.
 *
 * @see https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 * @see https://pathfinding.cloud/paths/
 */
const SINGLE: readonly (readonly [action: string, resourceType: string, reach: Reach, toWhat: string])[] = [
  ["iam:CreatePolicyVersion", "policy", "own", "rewrite a policy"],
  ["iam:SetDefaultPolicyVersion", "policy", "own", "bring back another version of a policy"],
  ["iam:AttachUserPolicy", "user", "own", "attach any policy to a user"],
  ["iam:AttachGroupPolicy", "group", "own", "attach any policy to a group"],
  ["iam:AttachRolePolicy", "role", "own", "attach any policy to a role"],
  ["iam:PutUserPolicy", "user", "own", "write a policy into a user"],
  ["iam:PutGroupPolicy", "group", "own", "write a policy into a group"],
  ["iam:PutRolePolicy", "role", "own", "write a policy into a role"],
  ["iam:AddUserToGroup", "group", "specific", "join a group"],
  ["iam:UpdateAssumeRolePolicy", "role", "own", "open a role to anybody"],
  ["iam:CreateAccessKey", "user", "specific", "make an access key of another user"],
  ["iam:CreateLoginProfile", "user", "specific", "give another user a console password"],
  ["iam:UpdateLoginProfile", "user", "specific", "set another user's console password"],
  ["sts:AssumeRole", "role", "all", "assume every role that trusts the account"],
  ["lambda:UpdateFunctionCode", "function", "all", "change the code of every function and act as its role"],
  ["ssm:SendCommand", "instance", "all", "run commands on every instance and act as its role"],
];

/** Services that run what they are told to with a role that is passed to them. */
const PASSED: readonly (readonly [service: string, actions: readonly string[]])[] = [
  ["lambda.amazonaws.com", ["lambda:CreateFunction"]],
  ["ec2.amazonaws.com", ["ec2:RunInstances"]],
  ["cloudformation.amazonaws.com", ["cloudformation:CreateStack"]],
  ["cloudformation.amazonaws.com", ["cloudformation:UpdateStack"]],
  ["ecs-tasks.amazonaws.com", ["ecs:RegisterTaskDefinition", "ecs:RunTask"]],
  ["ecs-tasks.amazonaws.com", ["ecs:RegisterTaskDefinition", "ecs:CreateService"]],
  ["glue.amazonaws.com", ["glue:CreateDevEndpoint"]],
  ["glue.amazonaws.com", ["glue:CreateJob", "glue:StartJobRun"]],
  ["codebuild.amazonaws.com", ["codebuild:CreateProject", "codebuild:StartBuild"]],
  ["datapipeline.amazonaws.com", ["datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"]],
  ["sagemaker.amazonaws.com", ["sagemaker:CreateNotebookInstance"]],
  ["sagemaker.amazonaws.com", ["sagemaker:CreateTrainingJob"]],
  ["states.amazonaws.com", ["states:CreateStateMachine", "states:StartExecution"]],
  ["ssm.amazonaws.com", ["ssm:StartAutomationExecution"]],
];

const passRole = (service: string): string => `iam:PassRole to ${service}`;

const passRoleProbes = [...new Set(PASSED.map(([service]) => service))].map((service): [string, Probe] => [
  passRole(service),
  { action: "iam:PassRole", resourceType: "role", reach: "all", passedTo: service },
]);

/** Where code is run does not matter, as long as it can be run somewhere. */
const runProbes = [...new Set(PASSED.flatMap(([, actions]) => actions))].map((action): [string, Probe] => [
  action,
  { action, resourceType: "", reach: "own" },
]);

const singleProbes = SINGLE.map(([action, resourceType, reach]): [string, Probe] => [
  action,
  { action, resourceType, reach },
]);

/** Every action that a policy is asked about, by name. */
export const PROBES: ReadonlyMap<string, Probe> = new Map([...singleProbes, ...passRoleProbes, ...runProbes]);

/** The ways, most telling first. */
export const ESCALATIONS: readonly Escalation[] = [
  ...SINGLE.map(([action, , , toWhat]) => ({ needs: [action], toWhat })),
  ...PASSED.map(([service, actions]) => ({
    needs: [passRole(service), ...actions],
    toWhat: `run code as any role that ${service} may take`,
  })),
];

/**
 * Whoever may do all of these is an administrator. A policy that allows everything but takes some of them away is judged by what it
 * leaves.
 */
export const ADMINISTRATION: readonly string[] = SINGLE.map(([action]) => action).filter((action) =>
  action.startsWith("iam:"),
);

/**
 * Condition keys that hold a caller who may write permissions to what an administrator has laid down, so that it gains nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export const DELEGATION_KEYS: readonly string[] = ["iam:permissionsboundary", "iam:policyarn"];
