namespace Microsoft.ML.Larq.Networks;

/// <summary>What a network must give for a task.</summary>
internal static class TaskOutputs
{
    /// <summary>Whether outputs of that shape serve the task.</summary>
    public static bool Serves(this LearningTask task, TensorShape outputs) => task switch
    {
        LearningTask.MulticlassClassification => outputs is { Rank: 1, Size: >= 2 },
        LearningTask.BinaryClassification or LearningTask.Regression => outputs is { Rank: 1, Size: 1 },
        LearningTask.Outputs => true,
        _ => false,
    };

    /// <summary>The same in words.</summary>
    public static string Wanted(this LearningTask task) => task switch
    {
        LearningTask.MulticlassClassification => "two or more numbers",
        LearningTask.BinaryClassification or LearningTask.Regression => "one number",
        _ => "any numbers",
    };
}
