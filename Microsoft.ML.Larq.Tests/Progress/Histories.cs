using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests.Progress;

/// <summary>Training histories made by hand, and a folder to write them to.</summary>
internal static class Histories
{
    /// <summary>A history with these values, one list a name.</summary>
    public static TrainingHistory Of(params (string Name, double[] Values)[] columns)
    {
        var history = new TrainingHistory();
        for (var epoch = 0; epoch < columns[0].Values.Length; epoch++)
        {
            history.Add(new TrainingProgress
            {
                Epoch = epoch + 1,
                Epochs = columns[0].Values.Length,
                Batch = 1,
                Batches = 1,
                Values = [.. columns.Select(column => KeyValuePair.Create(column.Name, column.Values[epoch]))],
            });
        }

        return history;
    }

    public static void InAFolder(Action<string> action)
    {
        var folder = Directory.CreateTempSubdirectory("larq-history-").FullName;
        try
        {
            action(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
