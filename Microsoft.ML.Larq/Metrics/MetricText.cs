using System.Buffers;
using System.Text;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>What a metric says of itself, checked.</summary>
internal static class MetricText
{
    private const int Longest = 500;

    /// <summary>Its description; empty for none.</summary>
    /// <exception cref="InvalidOperationException">It is too long, no text for people, or not there.</exception>
    public static string Of(QuantizerMetric metric)
    {
        var text = metric.Description;
        return text is not null && text.Length <= Longest && IsPlain(text)
            ? text
            : throw new InvalidOperationException(
                $"{nameof(QuantizerMetric.Description)} is text of at most {Longest} characters, none of them a "
                + $"control character or half of one; got {(text is null ? "null" : $"{text.Length} characters")}.");
    }

    /// <summary>Whether it has neither control characters nor halves of characters.</summary>
    public static bool IsPlain(string text)
    {
        if (text.Any(char.IsControl)) return false;
        for (var left = text.AsSpan(); !left.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(left, out _, out var taken) != OperationStatus.Done) return false;
            left = left[taken..];
        }

        return true;
    }
}
