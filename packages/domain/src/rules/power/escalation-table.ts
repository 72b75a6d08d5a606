import type { Reach } from "./probe.ts";

/** A way that is one action. */
export type AloneRow = {
  action: string;
  resourceType: string;
  reach: Reach;
  toWhat: string;
  /** Whoever has all of these is an administrator. */
  isAdministration?: boolean;
};

const administration = (action: string, resourceType: string, toWhat: string, reach: Reach = "own"): AloneRow => ({
  ...{ action, resourceType, reach, toWhat },
  isAdministration: true,
});
const control = (action: string, resourceType: string, toWhat: string): AloneRow => ({
  ...{ action, resourceType, toWhat },
  reach: "all",
});
/**
 * Ways that are one action. What changes policies, and who may become a role, counts for whichever of them it names: those who hold
 * it are not known here. Control of what runs with a role already counts where it reaches all there is: which role a single one has is
 * not known.
 *
 * @see https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 * @see https://pathfinding.cloud/paths/
 */
export const ALONE: readonly AloneRow[] = [
  administration("iam:CreatePolicyVersion", "policy", "rewrite a policy"),
  administration("iam:SetDefaultPolicyVersion", "policy", "bring back another version of a policy"),
  administration("iam:AttachUserPolicy", "user", "attach any policy to a user"),
  administration("iam:AttachGroupPolicy", "group", "attach any policy to a group"),
  administration("iam:AttachRolePolicy", "role", "attach any policy to a role"),
  administration("iam:PutUserPolicy", "user", "write a policy into a user"),
  administration("iam:PutGroupPolicy", "group", "write a policy into a group"),
  administration("iam:PutRolePolicy", "role", "write a policy into a role"),
  administration("iam:AddUserToGroup", "group", "join a group", "specific"),
  administration("iam:UpdateAssumeRolePolicy", "role", "open a role to anybody"),
  administration("iam:CreateAccessKey", "user", "make an access key of another user", "specific"),
  administration("iam:CreateLoginProfile", "user", "give another user a console password", "specific"),
  administration("iam:UpdateLoginProfile", "user", "set another user's console password", "specific"),
  control("sts:AssumeRole", "role", "assume every role that trusts the account"),
  control("lambda:UpdateFunctionCode", "function", "change the code of every function and act as its role"),
  control("lambda:UpdateFunctionConfiguration", "function", "put a layer under every function and act as its role"),
  control("ssm:SendCommand", "instance", "run commands on every instance and act as its role"),
  control("ssm:StartSession", "instance", "open a shell on every instance and act as its role"),
  control("ec2-instance-connect:SendSSHPublicKey", "instance", "sign in to every instance and act as its role"),
  control(
    "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
    "instance",
    "sign in to every instance and act as its role",
  ),
  control("cloudformation:UpdateStack", "stack", "change every stack and act as its role"),
  control("codebuild:StartBuild", "project", "run commands in every build project and act as its role"),
  control("codebuild:StartBuildBatch", "project", "run commands in every build project and act as its role"),
  control("apprunner:UpdateService", "service", "change the code of every App Runner service and act as its role"),
  control("glue:UpdateDevEndpoint", "devEndpoint", "sign in to every development endpoint and act as its role"),
  control("batch:SubmitJob", "job-definition", "run commands in every batch job and act as its role"),
  control(
    "sagemaker:CreatePresignedNotebookInstanceUrl",
    "notebook-instance",
    "open every notebook and act as its role",
  ),
  control(
    "bedrock-agentcore:InvokeAgentRuntimeCommand",
    "runtime",
    "run commands in every agent runtime and act as its role",
  ),
  control("sso:AttachManagedPolicyToPermissionSet", "permissionSet", "attach any policy to a permission set"),
  control("sso:PutInlinePolicyToPermissionSet", "permissionSet", "write a policy into a permission set"),
];

/** Actions by which those who are held by a permissions boundary get rid of it: what they gain is what their policies give without it. */
export const OUT_OF_BOUNDARY: readonly Omit<AloneRow, "toWhat">[] = [
  { action: "iam:DeleteUserPermissionsBoundary", resourceType: "user", reach: "own" },
  { action: "iam:DeleteRolePermissionsBoundary", resourceType: "role", reach: "own" },
  { action: "iam:PutUserPermissionsBoundary", resourceType: "user", reach: "own" },
  { action: "iam:PutRolePermissionsBoundary", resourceType: "role", reach: "own" },
];

/** Actions that control what runs with a role already, all of them together. */
export const TOGETHER: readonly { actions: readonly string[]; resourceType: string; toWhat: string }[] = [
  {
    actions: ["ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"],
    resourceType: "instance",
    toWhat: "run commands on every instance as it starts and act as its role",
  },
  {
    actions: ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"],
    resourceType: "launch-template",
    toWhat: "run commands on every instance that is launched next and act as its role",
  },
  {
    actions: ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
    resourceType: "stack",
    toWhat: "change every stack and act as its role",
  },
  {
    actions: ["ecs:ExecuteCommand"],
    resourceType: "task",
    toWhat: "run commands in every task and act as its role",
  },
  {
    actions: [
      "sagemaker:CreateNotebookInstanceLifecycleConfig",
      "sagemaker:UpdateNotebookInstance",
      "sagemaker:StopNotebookInstance",
      "sagemaker:StartNotebookInstance",
    ],
    resourceType: "notebook-instance",
    toWhat: "run commands in every notebook as it starts and act as its role",
  },
  {
    actions: ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"],
    resourceType: "code-interpreter-custom",
    toWhat: "run code in every code interpreter and act as its role",
  },
  {
    actions: ["bedrock-agentcore:StartBrowserSession", "bedrock-agentcore:ConnectBrowserAutomationStream"],
    resourceType: "browser-custom",
    toWhat: "drive every browser and act as its role",
  },
  {
    actions: ["codedeploy:CreateDeployment", "codedeploy:RegisterApplicationRevision"],
    resourceType: "deploymentgroup",
    toWhat: "run commands on every instance that is deployed to and act as its role",
  },
  {
    actions: ["states:UpdateStateMachine", "states:StartExecution"],
    resourceType: "stateMachine",
    toWhat: "change every state machine and act as its role",
  },
];
