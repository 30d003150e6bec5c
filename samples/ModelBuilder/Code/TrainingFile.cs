using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Code;

/// <summary><c>Name.training.cs</c>: the same training again, on the same rows or on newer ones.</summary>
internal static class TrainingFile
{
    public static GeneratedFile Of(CodeNames names) => new(names.Recipe.Name + ".training.cs", Text(names));

    private static string Text(CodeNames names)
    {
        var recipe = names.Recipe;
        var rows = RowsCode.Of(names);
        var isImages = recipe.Scenario == Scenario.ImageClassification;
        var fraction = recipe.TestDataSet is null ? recipe.SplitRatio : 0;
        var split = recipe.Scenario == Scenario.Regression ? AnyRows : ClassSplit.Source(names.Pipeline.Columns.Label);
        return CodeNames.Whole($$"""
            {{names.Head(
                [
                    "System", "System.Collections.Generic", "System.IO", "System.Linq", "Microsoft.ML",
                    "Microsoft.ML.Data", "Microsoft.ML.Larq", "Microsoft.ML.Larq.Networks",
                    "Microsoft.ML.Larq.Training", "Microsoft.ML.Transforms",
                    .. isImages ? (string[])["SkiaSharp"] : [],
                ])}}
            namespace {{CodeNames.Namespace}};

            public partial class {{names.Class}}
            {
                /// <summary>The rows that the model was trained with.</summary>
                public const string RetrainFilePath = {{CSharpText.Literal(recipe.DataSet)}};

                {{CodeNames.At(4, rows.Constants)}}

                /// <summary>The part of the rows that is kept for testing; 0 trains on all.</summary>
                public const double RetrainTestFraction = {{CSharpText.Literal(fraction)}};

                /// <summary>What chance begins with: the same seed and the same rows give the same model.</summary>
                public const int RetrainSeed = {{CSharpText.Literal(recipe.Seed)}};
            {{Classes(recipe)}}
                /// <summary>Trains on a file's rows and saves the model. Needs the package TorchSharp-cpu.</summary>
                public static void Train(
                    string outputModelPath,
                    string inputDataFilePath = RetrainFilePath,{{CodeNames.At(4, rows.Parameters)}}
                    double testFraction = RetrainTestFraction)
                {
                    var mlContext = new MLContext(RetrainSeed);
                    var data = {{rows.Call}}(mlContext, inputDataFilePath{{rows.Arguments}});
                    var model = RetrainModel(mlContext, SplitData(mlContext, data, testFraction).TrainSet);
                    SaveModel(mlContext, model, data, outputModelPath);
                }

                {{CodeNames.At(4, rows.Method)}}

                /// <summary>Rows to train on and rows to test on: both all, if the part for testing is 0.</summary>
                public static (IDataView TrainSet, IDataView TestSet) SplitData(
                    MLContext mlContext, IDataView data, double testFraction = RetrainTestFraction)
                {
                    if (testFraction == 0) return (data, data);
                    {{CodeNames.At(8, split.Body)}}
                }
                {{CodeNames.At(4, split.Helpers)}}

                {{CodeNames.At(4, Retrain(recipe, rows))}}

                /// <summary>Saves a model as <see cref="ModelPath"/> wants it.</summary>
                public static void SaveModel(
                    MLContext mlContext, ITransformer model, IDataView data, string modelSavePath) =>
                    mlContext.Model.Save(model, data.Schema, modelSavePath);

                {{CodeNames.At(4, Build(names.Pipeline))}}
            }

            """);
    }

    private static (string Body, string Helpers) AnyRows =>
        ("""
        var split = mlContext.Data.TrainTestSplit(data, testFraction, seed: RetrainSeed);
        return (split.TrainSet, split.TestSet);
        """, "");

    private static string Retrain(Recipe recipe, RowsCode rows)
    {
        var meaning = recipe.TrainSeconds is null
            ? "A model of these rows."
            : "A model of these rows. The first training was given some seconds and stopped; this one goes through.";
        if (recipe.ValidationDataSet is not { } validation)
        {
            return $"""
                /// <summary>{meaning}</summary>
                public static ITransformer RetrainModel(MLContext mlContext, IDataView trainData) =>
                    BuildPipeline(mlContext).Fit(trainData);
                """;
        }

        return $$"""
            /// <summary>The rows that are validated on while training.</summary>
            public static string RetrainValidationFilePath { get; set; } = {{CSharpText.Literal(validation)}};

            /// <summary>{{meaning}}</summary>
            public static ITransformer RetrainModel(MLContext mlContext, IDataView trainData)
            {
                var apart = {{rows.Call}}(mlContext, RetrainValidationFilePath);
                var validationSet = BuildFeatures(mlContext).Fit(trainData).Transform(apart);
                return BuildPipeline(mlContext, validationSet).Fit(trainData);
            }
            """;
    }

    private static string Build(Pipeline pipeline)
    {
        if (pipeline.Recipe.ValidationDataSet is null)
        {
            return $$"""
                /// <summary>From the columns of a row to what is said of it.</summary>
                public static IEstimator<ITransformer> BuildPipeline(MLContext mlContext)
                {
                    return new EstimatorChain<ITransformer>()
                        {{CodeNames.At(8, Steps(pipeline.Steps))}};
                }
                """;
        }

        return $$"""
            /// <summary>From the columns of a row to what is said of it.</summary>
            public static IEstimator<ITransformer> BuildPipeline(MLContext mlContext, IDataView validationSet)
            {
                return BuildFeatures(mlContext)
                    {{CodeNames.At(8, Steps(pipeline.Steps.Skip(pipeline.Before.Count)))}};
            }

            /// <summary>From the columns of a row to label and features.</summary>
            public static IEstimator<ITransformer> BuildFeatures(MLContext mlContext)
            {
                return new EstimatorChain<ITransformer>()
                    {{CodeNames.At(8, Steps(pipeline.Before))}};
            }
            """;
    }

    private static string Steps(IEnumerable<Step> steps) => string.Join('\n', steps.Select(step =>
        $"""
        // {step.Purpose}
        .Append({step.Source})
        """));

    private static string Classes(Recipe recipe) => recipe.Scenario == Scenario.Regression ? "" :
        $$"""

            // In the order of the scores. Rows of another class are left out of training and counted as missing.
            private static readonly string[] Classes =
                {{CodeNames.At(8, CSharpText.List(recipe.Classes.Select(CSharpText.Literal)))}};

            private sealed class ClassName(string name)
            {
                public string Name { get; } = name;
            }

        """;
}
