using System.Text;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Code;

/// <summary><c>Name.consumption.cs</c>: what a program needs to predict, without libtorch.</summary>
internal static class ConsumptionFile
{
    public static GeneratedFile Of(CodeNames names) => new(names.Recipe.Name + ".consumption.cs", Text(names));

    private static string Text(CodeNames names)
    {
        var (recipe, isClasses) = (names.Recipe, names.Recipe.Scenario != Scenario.Regression);
        return CodeNames.Whole($$"""
            {{names.Head(
                "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "Microsoft.ML",
                "Microsoft.ML.Data")}}
            namespace {{CodeNames.Namespace}};

            /// <summary>The model {{CodeNames.Documentation(recipe.Name)}}: what it takes and what it says.</summary>
            /// <remarks>
            /// In a program of your own, .NET 9 or later: copy this file, the model and nuget.config where there is
            /// one, type <c>dotnet add package Microsoft.ML.Larq --prerelease</c>, and have the model lie beside the
            /// program: <c>&lt;None Include="{{CodeNames.Documentation(recipe.Name)}}.zip"
            /// CopyToOutputDirectory="PreserveNewest" /&gt;</c> in its project.
            /// </remarks>
            public partial class {{names.Class}}
            {
                private static readonly Lock Gate = new();

                /// <summary>The file of the model; set it before the first prediction if it lies elsewhere.</summary>
                public static string ModelPath { get; set; } =
                    Path.Combine(AppContext.BaseDirectory, {{CSharpText.Literal(recipe.Name + ".zip")}});

                /// <summary>Made at the first prediction, from <see cref="ModelPath"/>.</summary>
                public static readonly Lazy<PredictionEngine<ModelInput, ModelOutput>> PredictEngine =
                    new(CreatePredictEngine, LazyThreadSafetyMode.ExecutionAndPublication);

                /// <summary>What the model says of a row; threads wait for each other.</summary>
                public static ModelOutput Predict(ModelInput input)
                {
                    lock (Gate) return PredictEngine.Value.Predict(input);
                }
            {{(isClasses ? Labels(CSharpText.Literal(names.Pipeline.Columns.Score)) : "")}}
                /// <summary>A new engine, for one thread at a time.</summary>
                public static PredictionEngine<ModelInput, ModelOutput> CreatePredictEngine()
                {
                    var mlContext = new MLContext();
                    var model = mlContext.Model.Load(ModelPath, out _);
                    return mlContext.Model.CreatePredictionEngine<ModelInput, ModelOutput>(model);
                }

                /// <summary>A row.</summary>
                public class ModelInput
                {
                    {{CodeNames.At(8, Input(names))}}
                }

                /// <summary>What the model says.</summary>
                public class ModelOutput
                {
                    {{CodeNames.At(8, Output(names, isClasses))}}
                }
            {{Ignored(recipe)}}}

            """);
    }

    private static string Labels(string score) =>
        $$"""

            /// <summary>Each class and its probability, the likeliest first.</summary>
            public static IOrderedEnumerable<KeyValuePair<string, float>> PredictAllLabels(ModelInput input) =>
                GetSortedScoresWithLabels(Predict(input));

            /// <summary>The classes of what the model said, the likeliest first.</summary>
            public static IOrderedEnumerable<KeyValuePair<string, float>> GetSortedScoresWithLabels(
                ModelOutput result) =>
                GetLabels().Zip(result.Score, KeyValuePair.Create).OrderByDescending(pair => pair.Value);

            /// <summary>The classes in the order of <see cref="ModelOutput.Score"/>, as the model has them.</summary>
            public static IReadOnlyList<string> GetLabels()
            {
                var labels = default(VBuffer<ReadOnlyMemory<char>>);
                PredictEngine.Value.OutputSchema[{{score}}].GetSlotNames(ref labels);
                return [.. labels.DenseValues().Select(label => label.ToString())];
            }

        """;

    private const string Image =
        $$"""
        /// <summary>The image's file.</summary>
        [ColumnName("{{PipelineColumns.ImagePath}}")]
        public string ImagePath { get; set; } = "";

        /// <summary>What is predicted; an image to predict may leave it out.</summary>
        public string Label { get; set; } = "";
        """;

    private static string Input(CodeNames names)
    {
        if (names.Recipe.Scenario == Scenario.ImageClassification) return Image;
        var text = new StringBuilder();
        foreach (var (column, name) in names.Properties)
        {
            if (text.Length > 0) text.Append('\n');
            var isNumber = names.Pipeline.Loader!.IsNumber(column);
            var (type, value) = isNumber
                ? ("float", column.Purpose == Purpose.Weight ? "1f" : "float.NaN")
                : ("string", "\"\"");
            text.Append($$"""
                /// <summary>{{Meaning(column)}}</summary>
                [LoadColumn({{CSharpText.Literal(column.Index)}})]
                [ColumnName({{CSharpText.Literal(names.Pipeline.Columns.Of(column))}})]
                public {{type}} {{name}} { get; set; } = {{value}};

                """);
        }

        return text.ToString();
    }

    private static string Meaning(RecipeColumn column)
    {
        var what = column.Purpose switch
        {
            Purpose.Label => "What is predicted; a row to predict may leave it out.",
            Purpose.Weight => "How much the row counts in training; a row to predict may leave it out.",
            _ => column.Kind switch
            {
                ColumnKind.Number => "A number, NaN where it is missing.",
                ColumnKind.Boolean => "One of two words, empty where it is missing.",
                ColumnKind.Category => "One of several words, empty where it is missing.",
                ColumnKind.Date => $"A date as {column.Format}, empty where it is missing.",
                _ => "Text.",
            },
        };
        var why = CodeNames.Documentation(column.Reason);
        return why.Length == 0 ? what : $"{what} Why: {why}.".Replace("..", ".", StringComparison.Ordinal);
    }

    private static string Output(CodeNames names, bool isClasses)
    {
        var columns = names.Pipeline.Columns;
        return isClasses
            ? $$"""
            /// <summary>The likeliest class.</summary>
            [ColumnName({{CSharpText.Literal(columns.PredictedLabel)}})]
            public string PredictedLabel { get; set; } = "";

            /// <summary>The probability of each class.</summary>
            [ColumnName({{CSharpText.Literal(columns.Score)}})]
            public float[] Score { get; set; } = [];
            """
            : $$"""
            /// <summary>The predicted number.</summary>
            [ColumnName({{CSharpText.Literal(columns.Score)}})]
            public float Score { get; set; }
            """;
    }

    private static string Ignored(Recipe recipe)
    {
        var ignored = recipe.Columns.Where(column => column.Purpose == Purpose.Ignore).ToArray();
        return ignored.Length == 0 ? "" : "\n    // Not read:\n" + string.Concat(ignored.Select(column =>
            $"    // {CSharpText.Literal(column.Index)} {CSharpText.Literal(column.Name)}: "
            + $"{CSharpText.Comment(column.Reason)}\n"));
    }
}
