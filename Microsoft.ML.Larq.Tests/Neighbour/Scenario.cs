using Microsoft.ML.TorchSharp;

namespace Microsoft.ML.Larq.Tests.Neighbour;

/// <summary>One training, and what it threw if it did.</summary>
internal static class Scenario
{
    public static void Run(string what, string folder)
    {
        Console.WriteLine($"neighbour: {typeof(TorchSharpCatalog).Assembly.Location}");
        // It looks for its weights in the folder mlnet of this one before it downloads them.
        var context = new MLContext(seed: 1) { TempFilePath = folder };
        try
        {
            switch (what)
            {
                case "weights":
                    MadeUpWeights.Write(folder);
                    break;
                case "large weights":
                    MadeUpWeights.WriteLarge(folder);
                    break;
                case "together":
                    Together.Run(context, folder);
                    break;
                case "text":
                    TextTrainers.Classification(context);
                    break;
                case "similarity":
                    TextTrainers.Similarity(context);
                    break;
                case "entities":
                    TextTrainers.Entities(context);
                    break;
                case "answers":
                    TextTrainers.Answers(context);
                    break;
                case "detection":
                    Detection.Run(context);
                    break;
                default:
                    throw new NotSupportedException($"Unknown: {what}.");
            }

            Console.WriteLine("done");
        }
        catch (Exception e)
        {
            Console.WriteLine($"threw: {e.GetBaseException().GetType().Name}: {e.GetBaseException().Message}");
            Console.WriteLine(e);
        }
    }
}
