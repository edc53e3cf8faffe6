using System.Text;

namespace Fer.Ml;

/// <summary>Text as NumPy holds it: UTF-32, each string filled up with zeros to the length of the longest.</summary>
internal static class NpyText
{
    /// <summary>The characters (code points) of the longest string.</summary>
    public static int LongestLength(ReadOnlySpan<string> strings)
    {
        int longest = 0;
        foreach (string text in strings)
            longest = Math.Max(longest, text.Length - text.Count(char.IsLowSurrogate));
        return longest;
    }

    /// <summary>Reads strings.</summary>
    /// <exception cref="NpzException">They hold what is not a character.</exception>
    public static string[] Read(NpyInput input, int count, int itemSize, bool bigEndian)
    {
        var encoding = new UTF32Encoding(bigEndian, byteOrderMark: false, throwOnInvalidCharacters: true);
        var strings = new string[count];
        var item = new byte[itemSize];
        for (int i = 0; i < count; i++)
        {
            input.ReadExactly(item);
            int length = itemSize;
            while (length > 0 && !item.AsSpan(length - 4, 4).ContainsAnyExcept((byte)0))
                length -= 4;
            try
            {
                strings[i] = encoding.GetString(item, 0, length);
            }
            catch (DecoderFallbackException)
            {
                throw input.Error($"its text {i} holds what is not a Unicode character", "it is damaged: save it again");
            }
        }

        return strings;
    }

    /// <summary>Writes strings.</summary>
    /// <exception cref="ArgumentException">One ends with a zero, which would be lost, or holds half a character.</exception>
    public static void Write(Stream stream, string[] strings, int itemSize)
    {
        var encoding = new UTF32Encoding(!BitConverter.IsLittleEndian, byteOrderMark: false, throwOnInvalidCharacters: true);
        var item = new byte[itemSize];
        foreach (string text in strings)
        {
            if (text.EndsWith('\0'))
                throw new ArgumentException($"'{text}' ends with a zero character, which NumPy's text cannot hold.", nameof(strings));
            item.AsSpan(encoding.GetBytes(text, item)).Clear();
            stream.Write(item);
        }
    }
}
