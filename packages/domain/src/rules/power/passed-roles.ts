/** A service that runs what it is told to with a role that is passed to it. */
export type PassedRole = {
  service: string;
  /** Other names under which the role may be passed for the same purpose. */
  others?: readonly string[];
  /** Each list is a way to run something: all of its actions are needed. */
  runs: readonly (readonly string[])[];
};

/**
 * Services that run what they are told to with a role that is passed to them.
 *
 * @see https://pathfinding.cloud/paths/
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const PASSED: readonly PassedRole[] = [
  { service: "lambda.amazonaws.com", runs: [["lambda:CreateFunction"]] },
  {
    service: "ec2.amazonaws.com",
    runs: [
      ["ec2:RunInstances"],
      ["ec2:RequestSpotInstances"],
      ["ec2:RequestSpotFleet"],
      ["autoscaling:CreateLaunchConfiguration", "autoscaling:CreateAutoScalingGroup"],
      ["autoscaling:CreateLaunchConfiguration", "autoscaling:UpdateAutoScalingGroup"],
      [
        "imagebuilder:CreateComponent",
        "imagebuilder:CreateImageRecipe",
        "imagebuilder:CreateInfrastructureConfiguration",
        "imagebuilder:CreateImage",
      ],
    ],
  },
  {
    service: "cloudformation.amazonaws.com",
    runs: [
      ["cloudformation:CreateStack"],
      ["cloudformation:UpdateStack"],
      ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
      ["cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"],
      ["cloudformation:UpdateStackSet"],
    ],
  },
  {
    service: "ecs-tasks.amazonaws.com",
    runs: [
      ["ecs:RegisterTaskDefinition", "ecs:RunTask"],
      ["ecs:RegisterTaskDefinition", "ecs:CreateService"],
      ["ecs:RegisterTaskDefinition", "ecs:StartTask"],
      ["ecs:RunTask"],
      ["ecs:StartTask"],
    ],
  },
  {
    service: "glue.amazonaws.com",
    runs: [
      ["glue:CreateDevEndpoint"],
      ["glue:CreateJob", "glue:StartJobRun"],
      ["glue:CreateJob", "glue:CreateTrigger"],
      ["glue:UpdateJob", "glue:StartJobRun"],
      ["glue:UpdateJob", "glue:CreateTrigger"],
      ["glue:CreateSession", "glue:RunStatement"],
    ],
  },
  {
    service: "codebuild.amazonaws.com",
    runs: [
      ["codebuild:CreateProject", "codebuild:StartBuild"],
      ["codebuild:CreateProject", "codebuild:StartBuildBatch"],
      ["codebuild:UpdateProject", "codebuild:StartBuild"],
      ["codebuild:UpdateProject", "codebuild:StartBuildBatch"],
    ],
  },
  {
    service: "datapipeline.amazonaws.com",
    runs: [["datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"]],
  },
  {
    service: "sagemaker.amazonaws.com",
    runs: [["sagemaker:CreateNotebookInstance"], ["sagemaker:CreateTrainingJob"], ["sagemaker:CreateProcessingJob"]],
  },
  {
    service: "states.amazonaws.com",
    runs: [
      ["states:CreateStateMachine", "states:StartExecution"],
      ["states:UpdateStateMachine", "states:StartExecution"],
    ],
  },
  { service: "ssm.amazonaws.com", runs: [["ssm:StartAutomationExecution"]] },
  { service: "scheduler.amazonaws.com", runs: [["scheduler:CreateSchedule"], ["scheduler:UpdateSchedule"]] },
  {
    service: "tasks.apprunner.amazonaws.com",
    others: ["apprunner.amazonaws.com"],
    runs: [["apprunner:CreateService"]],
  },
  {
    service: "batch.amazonaws.com",
    others: ["ecs-tasks.amazonaws.com"],
    runs: [["batch:RegisterJobDefinition", "batch:SubmitJob"]],
  },
  { service: "braket.amazonaws.com", runs: [["braket:CreateJob"]] },
  { service: "cognito-identity.amazonaws.com", runs: [["cognito-identity:SetIdentityPoolRoles"]] },
  {
    service: "elasticmapreduce.amazonaws.com",
    others: ["ec2.amazonaws.com"],
    runs: [["elasticmapreduce:RunJobFlow"]],
  },
  {
    service: "emr-serverless.amazonaws.com",
    runs: [["emr-serverless:CreateApplication", "emr-serverless:StartJobRun"]],
  },
  { service: "gamelift.amazonaws.com", runs: [["gamelift:CreateBuild", "gamelift:CreateFleet"]] },
  {
    service: "kinesisanalytics.amazonaws.com",
    runs: [["kinesisanalytics:CreateApplication", "kinesisanalytics:StartApplication"]],
  },
  { service: "omics.amazonaws.com", runs: [["omics:CreateWorkflow", "omics:StartRun"]] },
  {
    service: "bedrock-agentcore.amazonaws.com",
    runs: [
      ["bedrock-agentcore:CreateCodeInterpreter", "bedrock-agentcore:InvokeCodeInterpreter"],
      ["bedrock-agentcore:CreateAgentRuntime", "bedrock-agentcore:InvokeAgentRuntimeCommand"],
      ["bedrock-agentcore:CreateHarness", "bedrock-agentcore:InvokeAgentRuntimeCommand"],
      ["bedrock-agentcore:CreateBrowser", "bedrock-agentcore:StartBrowserSession"],
    ],
  },
];
