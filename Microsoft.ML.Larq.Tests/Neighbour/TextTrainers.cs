using Microsoft.ML.TorchSharp;

namespace Microsoft.ML.Larq.Tests.Neighbour;

/// <summary>The neighbour's trainers of text, an epoch each.</summary>
internal static class TextTrainers
{
    public static void Classification(MLContext context)
    {
        var rows = context.Data.LoadFromEnumerable(Returned.Make(8));
        var model = context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.MulticlassClassification.Trainers.TextClassification(
                sentence1ColumnName: "Review", batchSize: 4, maxEpochs: 1))
            .Fit(rows);
        Reloaded.Say<float[]>(context, model, rows, "Score");
    }

    public static void Similarity(MLContext context)
    {
        Pair[] pairs =
        [
            new() { Sentence1 = "the cat sat", Sentence2 = "the cat sat down", Label = 1 },
            new() { Sentence1 = "rain fell", Sentence2 = "the cat sat down", Label = 0 },
        ];
        var rows = context.Data.LoadFromEnumerable(pairs);
        var model = context.Regression.Trainers.SentenceSimilarity(batchSize: 2, maxEpochs: 1).Fit(rows);
        Reloaded.Say<float>(context, model, rows, "Score");
    }

    public static void Entities(MLContext context)
    {
        var keys = context.Data.LoadFromEnumerable([new Entity { Key = "PERSON" }, new Entity { Key = "COUNTRY" }]);
        Sentence[] sentences =
        [
            new() { Words = "Alice and Bob live in Peru", Label = ["PERSON", "0", "PERSON", "0", "0", "COUNTRY"] },
            new() { Words = "Carol lives in France", Label = ["PERSON", "0", "0", "COUNTRY"] },
        ];
        var rows = context.Data.LoadFromEnumerable(sentences);
        var model = context.Transforms.Conversion.MapValueToKey("Label", keyData: keys)
            .Append(context.MulticlassClassification.Trainers.NamedEntityRecognition(
                sentence1ColumnName: "Words", batchSize: 2, maxEpochs: 1))
            .Fit(rows);
        Reloaded.Say<uint[]>(context, model, rows, "PredictedLabel");
    }

    public static void Answers(MLContext context)
    {
        Question[] questions =
        [
            new() { Context = "Alice lives in Peru.", Asked = "Where does Alice live?", Answer = "Peru", At = 15 },
        ];
        var rows = context.Data.LoadFromEnumerable(questions);
        var model = context.MulticlassClassification.Trainers.QuestionAnswer(
            questionColumnName: "Asked", trainingAnswerColumnName: "Answer", answerIndexColumnName: "At",
            predictedAnswerColumnName: "Found", topK: 1, batchSize: 1, maxEpochs: 1).Fit(rows);
        Reloaded.Say<string[]>(context, model, rows, "Found");
    }

    private sealed class Pair
    {
        public string Sentence1 { get; set; } = "";

        public string Sentence2 { get; set; } = "";

        public float Label { get; set; }
    }

    private sealed class Entity
    {
        public string Key { get; set; } = "";
    }

    private sealed class Sentence
    {
        public string Words { get; set; } = "";

        public string[] Label { get; set; } = [];
    }

    private sealed class Question
    {
        public string Context { get; set; } = "";

        public string Asked { get; set; } = "";

        public string Answer { get; set; } = "";

        public int At { get; set; }
    }
}
