using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Code;

/// <summary><c>Name.evaluate.cs</c>: how right the model is, where it errs, and which columns it needs.</summary>
internal static class EvaluationFile
{
    public static GeneratedFile Of(CodeNames names) => new(names.Recipe.Name + ".evaluate.cs", Text(names));

    private static string Text(CodeNames names)
    {
        var rows = RowsCode.Of(names);
        var isClasses = names.Recipe.Scenario != Scenario.Regression;
        var isTable = names.Recipe.Scenario != Scenario.ImageClassification;
        var file = CSharpText.Literal(names.Recipe.TestDataSet ?? names.Recipe.DataSet);
        var (measure, called) = isClasses ? ("MicroAccuracy", "accuracy") : ("RSquared", "R²");
        return CodeNames.Whole($$"""
            {{names.Head(
                "System", "System.Collections.Generic", "System.Globalization", "System.Linq", "System.Text",
                "Microsoft.ML", "Microsoft.ML.Data")}}
            namespace {{CodeNames.Namespace}};

            public partial class {{names.Class}}
            {
                /// <summary>The rows to evaluate on.</summary>
                public const string EvaluateFilePath = {{file}};

                /// <summary>What the saved model is worth on those rows of a file that are kept for testing.</summary>
                public static string Evaluate(
                    string inputDataFilePath = EvaluateFilePath,{{CodeNames.At(4, rows.Parameters)}}
                    double testFraction = RetrainTestFraction)
                {
                    var mlContext = new MLContext(RetrainSeed);
                    var data = {{rows.Call}}(mlContext, inputDataFilePath{{rows.Arguments}});
                    var model = mlContext.Model.Load(ModelPath, out _);
                    return Evaluate(mlContext, model, SplitData(mlContext, data, testFraction).TestSet);
                }

                /// <summary>What a model is worth on these rows, in words.</summary>
                public static string Evaluate(MLContext mlContext, ITransformer model, IDataView data)
                {
                    {{CodeNames.At(8, isClasses ? ClassWords : NumberWords)}}
                    {{CodeNames.At(8, isTable ? ImportanceWords : "")}}
                    return text.ToString();
                }

                {{CodeNames.At(4, isClasses ? ClassMetrics(names) : NumberMetrics(names))}}

                {{CodeNames.At(4, isTable ? Importance(names, measure, called) : "")}}
            }

            """);
    }

    private static string Importance(CodeNames names, string measure, string called) =>
        $$"""
        /// <summary>
        /// What {{called}} is lost where one column's values are mixed up among the rows; the column that
        /// matters most is first.
        /// </summary>
        public static IReadOnlyList<(string Column, double Drop)> CalculatePFI(
            MLContext mlContext, ITransformer model, IDataView data)
        {
            var rows = mlContext.Data.CreateEnumerable<ModelInput>(data, reuseRowObject: false).ToArray();
            double Measure() =>
                EvaluateModel(mlContext, model, mlContext.Data.LoadFromEnumerable(rows)).{{measure}};
            var whole = Measure();
            var drops = new List<(string Column, double Drop)>();
            foreach (var (column, get, set) in Features)
            {
                var before = rows.Select(get).ToArray();
                var mixed = before.ToArray();
                new Random(RetrainSeed).Shuffle(mixed);
                for (var i = 0; i < rows.Length; i++) set(rows[i], mixed[i]);
                drops.Add((column, whole - Measure()));
                for (var i = 0; i < rows.Length; i++) set(rows[i], before[i]);
            }

            return [.. drops.OrderByDescending(pair => pair.Drop)];
        }

        private static readonly
            (string Column, Func<ModelInput, object> Get, Action<ModelInput, object> Set)[] Features =
        [
            {{CodeNames.At(4, Columns(names))}}
        ];
        """;

    private const string ClassWords =
        """
        var metrics = EvaluateModel(mlContext, model, data);
        var confusion = metrics.ConfusionMatrix;
        var rows = confusion.Counts.Sum(row => row.Sum());
        var commonest = confusion.Counts.Max(row => row.Sum()) / rows;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Rows                {rows}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Accuracy            {metrics.MicroAccuracy:F4}");
        text.AppendLine(CultureInfo.InvariantCulture, $"The commonest class {commonest:F4}, if it were always said");
        text.AppendLine(CultureInfo.InvariantCulture, $"Mean over classes   {metrics.MacroAccuracy:F4}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Log-loss            {metrics.LogLoss:F4}");
        text.AppendLine().Append(ConfusionTable(confusion));
        """;

    private const string ImportanceWords =
        """
        text.AppendLine().AppendLine("What is lost where a column's values are mixed up among the rows:");
        foreach (var (column, drop) in CalculatePFI(mlContext, model, data))
            text.AppendLine(CultureInfo.InvariantCulture, $"{drop,9:F4}  {column}");
        """;

    private const string NumberWords =
        """
        var metrics = EvaluateModel(mlContext, model, data);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"R²                    {metrics.RSquared:F4}, 0 for the mean");
        text.AppendLine(CultureInfo.InvariantCulture, $"Mean absolute error   {metrics.MeanAbsoluteError:G6}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Root mean square      {metrics.RootMeanSquaredError:G6}");
        """;

    private static string ClassMetrics(CodeNames names)
    {
        var columns = names.Pipeline.Columns;
        return $$"""
            /// <summary>ML.NET's metrics of a model on these rows.</summary>
            public static MulticlassClassificationMetrics EvaluateModel(
                MLContext mlContext, ITransformer model, IDataView data) =>
                mlContext.MulticlassClassification.Evaluate(
                    model.Transform(data),
                    labelColumnName: {{CSharpText.Literal(columns.Label)}},
                    scoreColumnName: {{CSharpText.Literal(columns.Score)}},
                    predictedLabelColumnName: {{CSharpText.Literal(columns.PredictedLabel)}});

            /// <summary>How often a class (a line) was taken for another (a column).</summary>
            public static string ConfusionTable(ConfusionMatrix confusion)
            {
                static string Whole(double count) => count.ToString(CultureInfo.InvariantCulture);
                var cells = confusion.Counts.Select(row => row.Select(Whole).ToArray()).ToArray();
                var names = Classes.Select((name, i) => $"{i + 1}  {name}").ToArray();
                var width = Math.Max(cells.Max(row => row.Max(cell => cell.Length)), Whole(names.Length).Length) + 2;
                var text = new StringBuilder("is, was taken for".PadRight(names.Max(name => name.Length) + 2));
                var indent = text.Length;
                for (var i = 1; i <= names.Length; i++) text.Append(Whole(i).PadLeft(width));
                for (var i = 0; i < cells.Length; i++)
                {
                    text.AppendLine().Append(names[i].PadRight(indent));
                    foreach (var cell in cells[i]) text.Append(cell.PadLeft(width));
                }

                return text.AppendLine().ToString();
            }
            """;
    }

    private static string NumberMetrics(CodeNames names) =>
        $$"""
        /// <summary>ML.NET's metrics of a model on these rows.</summary>
        public static RegressionMetrics EvaluateModel(MLContext mlContext, ITransformer model, IDataView data) =>
            mlContext.Regression.Evaluate(
                model.Transform(data),
                labelColumnName: {{CSharpText.Literal(names.Pipeline.Columns.Label)}},
                scoreColumnName: {{CSharpText.Literal(names.Pipeline.Columns.Score)}});
        """;

    private static string Columns(CodeNames names) => string.Join('\n', names.Properties
        .Where(property => property.Column.Purpose == Purpose.Feature)
        .Select(property =>
        {
            var type = names.Pipeline.Loader!.IsNumber(property.Column) ? "float" : "string";
            return $"({CSharpText.Literal(names.Pipeline.Columns.Of(property.Column))}, row => row.{property.Name}, "
                + $"(row, value) => row.{property.Name} = ({type})value),";
        }));
}
