using System.Text.Json.Serialization;
using Microsoft.ML.Data;

namespace WebApi;

/// <summary>What a request holds: 8×8 pixels from 0 to 16, row by row.</summary>
public sealed class Digit
{
    public const int Size = 64;

    [LoadColumn(0, Size - 1), VectorType(Size)]
    public float[] Pixels { get; set; } = [];

    /// <summary>The model's first step reads the label's column, in scoring too; nobody fills it then.</summary>
    [LoadColumn(Size), JsonIgnore]
    public int Label { get; set; }
}

/// <summary>What the model says of a digit; what a response holds.</summary>
public sealed class DigitPrediction
{
    public int PredictedLabel { get; set; }

    /// <summary>The probability of each class.</summary>
    public float[] Score { get; set; } = [];
}

/// <summary>Reads and writes both without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(Digit))]
[JsonSerializable(typeof(DigitPrediction))]
internal sealed partial class DigitJson : JsonSerializerContext;
