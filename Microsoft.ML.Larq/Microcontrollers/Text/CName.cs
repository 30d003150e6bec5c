using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Microcontrollers.Text;

/// <summary>What all that a source defines begins with.</summary>
internal static partial class CName
{
    public const int Longest = 31;

    // Of C up to C23 and of C++ up to C++23, which reads the header.
    private static readonly FrozenSet<string> Words =
        """
        alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class
        co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype
        default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline
        int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public register
        reinterpret_cast requires restrict return short signed sizeof static static_assert static_cast struct switch
        template this thread_local throw true try typedef typeid typename typeof typeof_unqual union unsigned using
        virtual void volatile wchar_t while xor xor_eq
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    // C99's own headers, which the one beside the source would hide from it, and the file of a program's main function;
    // capitals make no difference to some file systems.
    private static readonly FrozenSet<string> Files =
        """
        assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdarg stdbool stddef
        stdint stdio stdlib string tgmath time wchar wctype main
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Requires that it can begin identifiers.</summary>
    /// <exception cref="ArgumentException">It cannot; the message says what can.</exception>
    public static string Checked(string name, string parameter)
    {
        if (Identifier().IsMatch(name) && !Words.Contains(name) && !Files.Contains(name)) return name;
        throw new ArgumentException(
            "The file's name without its ending begins every name in the source: a letter of a–z, then letters, digits "
            + $"and single '_', {Longest} at most, no '_' at the end, no word of C or C++, no header of C such as "
            + $"'math', not 'main'; got '{name}'.",
            parameter);
    }

    [GeneratedRegex(@"\A(?=.{1,31}\z)[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*\z")]
    private static partial Regex Identifier();
}
