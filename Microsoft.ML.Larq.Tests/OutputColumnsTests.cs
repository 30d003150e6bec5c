using Microsoft.ML.Data;
using Microsoft.ML.Larq.Tests.Contracts;

namespace Microsoft.ML.Larq.Tests;

/// <summary>Columns that the model adds under other names than ML.NET's own.</summary>
[TestClass]
public class OutputColumnsTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static readonly IDataView Table = Trainers.Table(Context);

    [TestMethod]
    [DataRow("Label", new[] { "Klasse", "Punkte" })]
    [DataRow("Flag", new[] { "Klasse", "Punkte", "Chance" })]
    [DataRow("Number", new[] { "Punkte" })]
    public void Transform_OtherNames_HasTheSameValuesUnderThem(string label, string[] names)
    {
        var plain = Trainers.Fit(Context, Trainers.Options(label));
        var trainer = Context.Larq().BinaryNet(Renamed(label));
        var renamed = trainer.Fit(Table);
        foreach (var model in new[] { renamed, Loaded(renamed) })
        {
            var added = model.GetOutputSchema(Table.Schema).Skip(Table.Schema.Count).Select(column => column.Name);
            CollectionAssert.AreEqual(names, added.ToArray());
            foreach (var name in names)
                Assert.AreEqual(Text(plain, Default(name)), Text(model, name), name);
        }

        var promised = trainer.GetOutputSchema(GoodValues.ShapeOf(Table.Schema)).Select(column => column.Name);
        CollectionAssert.IsSubsetOf(names, promised.ToArray());
    }

    [TestMethod]
    public void Evaluate_OtherNames_FindsThemByItsParameters()
    {
        var scored = Context.Larq().BinaryNet(Renamed("Label")).Fit(Table).Transform(Table);
        var metrics = Context.MulticlassClassification.Evaluate(
            scored, scoreColumnName: "Punkte", predictedLabelColumnName: "Klasse");
        Assert.IsGreaterThan(0.5, metrics.MicroAccuracy);
    }

    [TestMethod]
    public void Engine_OtherNames_FillsMembersOfThoseNames()
    {
        var model = Context.Larq().BinaryNet(Renamed("Flag")).Fit(Table);
        using var engine = Context.Model.CreatePredictionEngine<Hosting.Samples.Row, Answer>(model);
        var row = Context.Data.CreateEnumerable<Hosting.Samples.Row>(Table, false, ignoreMissingColumns: true).First();
        var answer = engine.Predict(row);
        Assert.AreEqual(answer.Punkte > 0, answer.Klasse);
        Assert.AreEqual(1 / (1 + Math.Exp(-answer.Punkte)), answer.Chance, 1e-6);
    }

    [TestMethod]
    public void TwoModels_InOnePipeline_DoNotHideEachOther()
    {
        var model = Context.Larq().BinaryNet(Trainers.Options("Flag"))
            .Append(Context.Larq().BinaryNet(Renamed("Number"))).Fit(Table);
        var scored = model.Transform(Table);
        Assert.IsNotNull(scored.Schema.GetColumnOrNull("Probability"));
        Assert.AreEqual(
            Text(Trainers.Fit(Context, Trainers.Options("Flag")), "Score"),
            string.Join(" ", scored.GetColumn<float>("Score")));
        Assert.IsNotNull(scored.Schema.GetColumnOrNull("Punkte"));
    }

    [TestMethod]
    public void Fit_TwoColumnsOfOneName_Throws()
    {
        var options = Trainers.Options("Flag");
        options.ProbabilityColumnName = "Score";
        var trainer = Context.Larq().BinaryNet(options);
        Action[] acts =
        [
            () => trainer.Fit(Table), () => trainer.GetOutputSchema(GoodValues.ShapeOf(Table.Schema)),
        ];
        foreach (var act in acts)
        {
            Assert.EndsWith(
                "are three names, got 'Score', 'Score' and 'PredictedLabel'.",
                Assert.ThrowsExactly<ArgumentException>(act).Message);
        }
    }

    [TestMethod]
    public void BinaryNet_OfMLNetsCatalogOfTwoClasses_RefusesOtherNames() => Assert.Contains(
        "mlContext.Larq().BinaryNet", Assert.ThrowsExactly<ArgumentException>(
            () => Context.BinaryClassification.Trainers.BinaryNet(Renamed("Flag"))).Message);

    [TestMethod]
    [DataRow("[\"a\",\"b\"]")]
    [DataRow("[\"a\",\"b\",\"\"]")]
    [DataRow("[\"a\",\"b\",\"a\"]")]
    [DataRow("[\"a\",\"b\",1]")]
    [DataRow("\"a\"")]
    public void FromJson_NamesThatAreNone_IsAFormatError(string columns)
    {
        var json = Trainers.Fit(Context, Renamed("Flag")).Facts.ToJson();
        Assert.AreEqual("""["Punkte","Chance","Klasse"]""", json["columns"]!.ToJsonString());
        json["columns"] = System.Text.Json.Nodes.JsonNode.Parse(columns);
        var times = new System.Text.Json.Nodes.JsonObject();
        Assert.ThrowsExactly<FormatException>(() => Larq.Model.ModelFacts.FromJson(json, () => times));
    }

    private static BinarizedNetworkTrainer.Options Renamed(string label)
    {
        var options = Trainers.Options(label);
        options.ScoreColumnName = "Punkte";
        options.ProbabilityColumnName = "Chance";
        options.PredictedLabelColumnName = "Klasse";
        return options;
    }

    private static string Default(string name) => name switch
    {
        "Punkte" => "Score",
        "Chance" => "Probability",
        _ => "PredictedLabel",
    };

    private static BinarizedNetworkTransformer Loaded(ITransformer model)
    {
        using var stream = new MemoryStream();
        Context.Model.Save(model, Table.Schema, stream);
        stream.Position = 0;
        return Context.Model.Load(stream, out _).BinaryNet();
    }

    private static string Text(ITransformer model, string column)
    {
        var rows = model.Transform(Table);
        var type = rows.Schema[column].Type;
        return type is VectorDataViewType
            ? string.Join(" ", rows.GetColumn<float[]>(column).SelectMany(row => row))
            : type is KeyDataViewType ? string.Join(" ", rows.GetColumn<uint>(column))
            : type is BooleanDataViewType ? string.Join(" ", rows.GetColumn<bool>(column))
            : string.Join(" ", rows.GetColumn<float>(column));
    }

    public sealed class Answer
    {
        public bool Klasse { get; set; }

        public float Punkte { get; set; }

        public float Chance { get; set; }
    }
}
