using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Code;

/// <summary><c>Name.Console</c>: a program that predicts a row, a file's rows, evaluates and trains again.</summary>
internal static class ConsoleProject
{
    public static IEnumerable<GeneratedFile> Of(CodeNames names, PackageOrigin packages)
    {
        var name = names.Recipe.Name;
        yield return ProjectFiles.Project(names, packages, "Console", "Microsoft.NET.Sdk", withTraining: true,
            """
            <!-- Predicting needs no libtorch; dotnet run -p:Training=true brings it along, to train again. -->
            <LarqScoringOnly Condition="'$(Training)' != 'true'">true</LarqScoringOnly>
            """);
        yield return new GeneratedFile(
            $"{name}.Console/Program.cs",
            names.Recipe.Scenario == Scenario.ImageClassification ? ImageConsole.Program(names) : Program(names))
        {
            IsForPeople = true,
        };
    }

    private static string Program(CodeNames names)
    {
        var isClasses = names.Recipe.Scenario != Scenario.Regression;
        return CodeNames.Whole($$"""
            using System.Globalization;
            using Microsoft.ML;
            using {{CodeNames.Namespace}};

            // dotnet run                                        predicts the row below
            // dotnet run -- predict FILE                        predicts every row of a file
            // dotnet run -- evaluate FILE                       how right the model is on the rows kept for testing
            // dotnet run -p:Training=true -- train FILE MODEL   trains again and saves the model
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            switch (args)
            {
                case []:
                    PredictRow();
                    return 0;
                case ["predict", var file]:
                    PredictFile(file);
                    return 0;
                case ["evaluate", var file]:
                    Console.Write({{names.Class}}.Evaluate(file));
                    return 0;
                case ["train", var file, var model]:
                    {{names.Class}}.Train(model, file);
                    return 0;
                default:
                    Console.Error.WriteLine(
                        "Nothing, predict FILE, evaluate FILE or train FILE MODEL, got: " + string.Join(' ', args));
                    return 2;
            }

            static void PredictRow()
            {
                // A row of the data: put your own values here.
                var row = new {{names.Class}}.ModelInput
                {
                    {{CodeNames.At(8, Examples.Of(names))}}
                };
                {{CodeNames.At(4, isClasses ? OneClass(names) : OneNumber(names))}}
            }

            static void PredictFile(string file)
            {
                var mlContext = new MLContext();
                var rows = {{names.Class}}.LoadIDataViewFromFile(mlContext, file);
                foreach (var row in
                    mlContext.Data.CreateEnumerable<{{names.Class}}.ModelInput>(rows, reuseRowObject: false))
                {
                    var result = {{names.Class}}.Predict(row);
                    Console.WriteLine({{(isClasses
                        ? "$\"{result.PredictedLabel}\\t{string.Join('\\t', result.Score)}\""
                        : "result.Score")}});
                }
            }

            """);
    }

    private static string OneClass(CodeNames names) =>
        $$"""
        var result = {{names.Class}}.Predict(row);
        Console.WriteLine($"predicted: {result.PredictedLabel}");
        foreach (var (label, score) in {{names.Class}}.GetSortedScoresWithLabels(result))
            Console.WriteLine($"{score,7:P1}  {label}");
        """;

    private static string OneNumber(CodeNames names) =>
        $$"""
        Console.WriteLine($"predicted: {{{names.Class}}.Predict(row).Score}");
        """;
}
